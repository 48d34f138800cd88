# verify_sheet.py is a script for people who do not have this library; nothing of it is imported.
