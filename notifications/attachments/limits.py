"""How much is taken in. Pure, and without Django: the process that opens files reads it too."""

MEGABYTE = 1024 * 1024
#: One file, as it is sent.
LARGEST = 10 * MEGABYTE
#: Files of one notification, and of one post.
MOST_FILES = 5
#: Of a picture, when it is unpacked: a phone's largest has about fifty million.
MOST_PIXELS = 60_000_000
#: Of a PDF.
MOST_PAGES = 30
#: The longer edge of what is kept, in pixels: enough to read a letter.
LONG_EDGE = 2000
#: Seconds and bytes that opening one file may take.
SECONDS = 25
MEMORY = 1536 * MEGABYTE
