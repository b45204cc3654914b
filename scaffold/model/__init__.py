"""The model of a project, its values, and the plan of its tests: the data types that all stages share."""
