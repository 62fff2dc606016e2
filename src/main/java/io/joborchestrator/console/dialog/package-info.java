/**
 * Questions, file choosers and notices, behind an interface so that view models need no toolkit.
 */
@NullMarked
package io.joborchestrator.console.dialog;

import org.jspecify.annotations.NullMarked;
