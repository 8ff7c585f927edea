"""What is published: listings and their versions, search over them, exports; the database the portal reads."""
