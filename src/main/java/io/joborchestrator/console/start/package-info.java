/** What is shown before there is anything to show: starting up, and the first job. */
@NullMarked
package io.joborchestrator.console.start;

import org.jspecify.annotations.NullMarked;
