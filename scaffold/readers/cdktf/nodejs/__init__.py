"""What the packages of CDKTF mean in TypeScript and JavaScript."""
