// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/folder_dialog.h"

namespace ccad {

QFileDialog* openFolderDialog(QWidget* parent, const QString& title, const QString& start)
{
    auto* dialog = new QFileDialog(parent, title, start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->open();
    return dialog;
}

} // namespace ccad
