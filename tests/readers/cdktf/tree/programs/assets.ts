// Files and folders beside the configuration.
import { Construct } from 'constructs';
import { App, AssetType, TerraformAsset, TerraformOutput, TerraformStack, TerraformResource } from 'cdktf';
import * as path from 'path';

const app = new App();
const stack = new TerraformStack(app, 'assets');
const scope = new Construct(stack, 'functions');
const file = new TerraformAsset(stack, 'file', { path: 'files/one.txt', type: AssetType.FILE });
const inferred = new TerraformAsset(stack, 'inferred', { path: './files/one.txt' });
const folder = new TerraformAsset(scope, 'folder', { path: 'files', assetHash: 'HASH' });
const archive = new TerraformAsset(scope, 'archive', { path: path.resolve(__dirname, 'files'), type: AssetType.ARCHIVE });
archive.assetHash = 'OTHER';
const thing = new TerraformResource(stack, 'thing', { terraformResourceType: 'test_thing' });
thing.addOverride('filename', archive.path);
thing.addOverride('hash', file.assetHash);
new TerraformOutput(stack, 'paths', { value: [file.path, inferred.path, folder.path, archive.path, path.basename(archive.path), archive.fileName, folder.fileName, file.type, folder.type, archive.type] });
export const facts = { types: [AssetType.FILE, AssetType.DIRECTORY, AssetType[2]] };
app.synth();
