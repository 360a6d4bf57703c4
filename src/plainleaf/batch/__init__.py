"""Personal copies of leaflets in great numbers: a table of patients in, a verified file for each row out."""
