"""What lettering stands on: evenness, ruling lines, panels, scenes, shadows and glows."""
