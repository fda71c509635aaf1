//! An answer in words. Written by the leaf author.
