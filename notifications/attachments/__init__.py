"""Files that belong to a notification: pictures and PDFs, never kept or shown as they came.

A file is looked at in a process of its own (``remaking``): its header first, so that what is too large is
refused before it is unpacked; then every picture is drawn anew and every page of a PDF becomes a picture.
Nothing of what the camera or the sender wrote into the file survives. The pictures are sealed page by page
under the concern's key (``keeping``). A clamd that runs looks first (``scanning``).
"""
