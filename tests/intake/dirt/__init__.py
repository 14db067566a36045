"""Files as dirty as people send them: one folder of cases for the rows of the list of dirt in the domain notes."""
