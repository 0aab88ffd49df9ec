"""Reading characters, shared by the stages: bytes to text (`encoding`), text to a tree (`markup`), one normalised
form with offsets (`normal`), calendar dates (`dates`)."""
