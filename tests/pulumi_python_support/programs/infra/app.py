import pulumi
from parts.part import NAME

pulumi.export("name", NAME)
pulumi.export("organization", pulumi.get_organization())
pulumi.export("project", [pulumi.get_project(), pulumi.get_stack()])


async def main():
    return {"more": "later"}


pulumi.run(main)
