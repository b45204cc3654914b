/**
 * Checks of modules/endless, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { load } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../../modules/endless'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({ terraform_data: ['here'] });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls exactly these modules', () => {
    expect(terraform.names('module')).toEqual({ '': ['again'] });
  });
});
