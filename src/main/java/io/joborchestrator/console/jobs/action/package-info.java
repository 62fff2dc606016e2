/** What a person can do with jobs: commands, copies and exports, with what they need and undo. */
@NullMarked
package io.joborchestrator.console.jobs.action;

import org.jspecify.annotations.NullMarked;
