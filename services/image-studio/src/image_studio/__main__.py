"""`python -m image_studio` runs the service."""

from image_studio.app import main

if __name__ == "__main__":
    main()
