"""Pictures drawn in the style of Chinese merchants' own, with the truth about every line known.

They measure the studio and know nothing of how it works: only Pillow, NumPy, OpenCV and YAML are used here.
`gallery.PICTURES` lists them, `pictures/*.yaml` holds their words, `draw.py` writes them out.

More faces (Debian's fonts-noto-cjk-extra, fonts-lxgw-wenkai, fonts-arphic-ukai, fonts-smiley-sans,
fonts-wqy-microhei) come from the folders that `ARGOSY_QUALITY_FONTS` names; without them Noto stands in,
and each line's truth says which face drew it.
"""
