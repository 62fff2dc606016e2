/** The Dead letters page: groups, entries, one entry, and replays. */
@NullMarked
package io.joborchestrator.console.deadletters;

import org.jspecify.annotations.NullMarked;
