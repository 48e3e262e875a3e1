"""The other way round: what a fix declares, as text of the dialect and the form that it is for."""
