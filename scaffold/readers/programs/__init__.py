"""Programs that declare infrastructure, read without running them: one IR, one evaluator, a front end per language."""
