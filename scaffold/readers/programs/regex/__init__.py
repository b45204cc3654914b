"""Regular expressions: their trees and how they are run, with a bound on the work. Languages read their own syntax."""
