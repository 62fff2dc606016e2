/** The palette: finds jobs and actions by a few letters. */
@NullMarked
package io.joborchestrator.console.palette;

import org.jspecify.annotations.NullMarked;
