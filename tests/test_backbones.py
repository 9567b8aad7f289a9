"""Records of backbones, feature sets, revisions, and what is said where one cannot be had."""
