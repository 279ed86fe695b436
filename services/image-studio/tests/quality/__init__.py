"""Pictures drawn in the style of Chinese merchants' own, with the truth about every line known.

They measure the studio and know nothing of how it works: only Pillow, NumPy, OpenCV and YAML are used here.
"""
