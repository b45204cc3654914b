"""CDKTF and CDK Terrain as Python programs see them: everything is called as in TypeScript behind the border that
stands here, and as the packages for Python call it in front of it."""
