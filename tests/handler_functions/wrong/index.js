exports.handle = async () => 1;
