// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

namespace ccad {

// Each opens a dialog that does not wait and deletes itself when it is closed; fileSelected() tells
// the choice, filesSelected() the choices. `start` is a folder or a path; `filter` as QFileDialog
// takes it, empty for all files.

/// Asks for a folder.
QFileDialog* openFolderDialog(QWidget* parent, const QString& title, const QString& start = {});
/// Asks for one file that is there.
QFileDialog* openFileDialog(QWidget* parent, const QString& title, const QString& start = {},
                            const QString& filter = {});
/// Asks for any number of files that are there.
QFileDialog* openFilesDialog(QWidget* parent, const QString& title, const QString& start = {});
/// Asks for a file to be written, and before one is replaced. A name typed without a suffix gets
/// that of `start`.
QFileDialog* openSaveDialog(QWidget* parent, const QString& title, const QString& start,
                            const QString& filter = {});
/// Asks for a file that is there or will be made, and is not replaced.
QFileDialog* openAnyFileDialog(QWidget* parent, const QString& title, const QString& start = {});

} // namespace ccad
