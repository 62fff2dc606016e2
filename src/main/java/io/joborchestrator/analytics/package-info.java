/**
 * Jobs of the kind {@code analytics}: SQL statements over registered inputs, as a document, and
 * what can be said of their text without an engine.
 */
@NullMarked
package io.joborchestrator.analytics;

import org.jspecify.annotations.NullMarked;
