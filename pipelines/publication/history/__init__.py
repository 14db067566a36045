"""Would past vacancies have found the people they hired? Printing belongs in the command."""
