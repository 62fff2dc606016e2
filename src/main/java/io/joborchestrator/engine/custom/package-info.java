/** Jobs of kind {@code custom}: handlers from jars, each with a class path of its own. */
@NullMarked
package io.joborchestrator.engine.custom;

import org.jspecify.annotations.NullMarked;
