// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

namespace ccad {

/// Opens a dialog that asks for a folder, beginning with `start`. It deletes itself when it is
/// closed; its fileSelected() tells the choice.
QFileDialog* openFolderDialog(QWidget* parent, const QString& title, const QString& start = {});

} // namespace ccad
