//! Made-up incidents for tests of screens.
