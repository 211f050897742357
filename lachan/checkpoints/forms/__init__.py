"""Forms of posts: days and hours as offices write them, choices in words."""
