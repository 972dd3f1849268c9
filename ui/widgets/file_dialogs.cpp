// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_dialogs.h"

#include <QFileInfo>

namespace ccad {

namespace {

QFileDialog* makeDialog(QWidget* parent, const QString& title, const QString& start,
                        const QString& filter, QFileDialog::FileMode mode)
{
    auto* dialog = new QFileDialog(parent, title, start, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    return dialog;
}

} // namespace

QFileDialog* openFolderDialog(QWidget* parent, const QString& title, const QString& start)
{
    auto* dialog = makeDialog(parent, title, start, {}, QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->open();
    return dialog;
}

QFileDialog* openFileDialog(QWidget* parent, const QString& title, const QString& start,
                            const QString& filter)
{
    auto* dialog = makeDialog(parent, title, start, filter, QFileDialog::ExistingFile);
    dialog->open();
    return dialog;
}

QFileDialog* openFilesDialog(QWidget* parent, const QString& title, const QString& start)
{
    auto* dialog = makeDialog(parent, title, start, {}, QFileDialog::ExistingFiles);
    dialog->open();
    return dialog;
}

QFileDialog* openSaveDialog(QWidget* parent, const QString& title, const QString& start,
                            const QString& filter)
{
    auto* dialog = makeDialog(parent, title, {}, filter, QFileDialog::AnyFile);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(start).suffix());
    dialog->selectFile(start);
    dialog->open();
    return dialog;
}

QFileDialog* openAnyFileDialog(QWidget* parent, const QString& title, const QString& start)
{
    auto* dialog = makeDialog(parent, title, start, {}, QFileDialog::AnyFile);
    dialog->open();
    return dialog;
}

} // namespace ccad
