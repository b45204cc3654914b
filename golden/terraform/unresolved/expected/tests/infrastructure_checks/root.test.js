/**
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { load, ref, template } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../..'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({
      aws_sns_topic: ['alerts'],
      aws_sns_topic_subscription: ['pager'],
    });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls exactly these modules', () => {
    expect(terraform.names('module')).toEqual({ '': ['endless', 'gone'] });
  });
});

describe('invariants', () => {
  it('subscription pager delivers over HTTPS', () => {
    const topicSubscription = terraform.block(
      'resource',
      'aws_sns_topic_subscription',
      'pager',
    );
    expect(topicSubscription.protocol).toEqual('https');
  });
});

describe('outputs', () => {
  it('declares exactly these outputs', () => {
    expect(terraform.names('output')).toEqual({ '': ['circle', 'undeclared'] });
  });

  it('output circle gives its declared value', () => {
    expect(terraform.block('output', 'circle')).toEqual({
      value: ref('local.egg'),
    });
  });

  it('output undeclared gives its declared value', () => {
    expect(terraform.block('output', 'undeclared')).toEqual({
      value: template(
        ref('var.nobody'),
        ' and ',
        ref('aws_sns_topic.nothing.arn'),
      ),
    });
  });
});
