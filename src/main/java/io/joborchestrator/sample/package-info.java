/** Sample data and sample jobs for a first look, extracted from this program. */
@NullMarked
package io.joborchestrator.sample;

import org.jspecify.annotations.NullMarked;
