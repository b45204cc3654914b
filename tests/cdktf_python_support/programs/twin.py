"""The same library under its former name."""

from cdktf import App, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack, TerraformVariable


class Former(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        TerraformProvider(self, "things", terraform_resource_type="things")
        size = TerraformVariable(self, "size", type="number", default=3)
        thing = TerraformResource(self, "thing", terraform_resource_type="things_thing")
        thing.add_override("size", size.value)
        TerraformOutput(self, "url", value=thing.get_string_attribute("url"))


if __name__ == "__main__":
    app = App()
    Former(app, "former")
    app.synth()
