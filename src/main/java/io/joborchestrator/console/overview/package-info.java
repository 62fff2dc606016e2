/** The Overview: how things stand and how they went, each figure a way into its list. */
@NullMarked
package io.joborchestrator.console.overview;

import org.jspecify.annotations.NullMarked;
