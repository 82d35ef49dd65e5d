"""Who holds a team's inbox, who is away, and who is told next while nobody acts."""
