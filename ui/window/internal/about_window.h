// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"

#include <QDialog>
#include <QString>

#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace ccad {

struct ModelManifest;

/// Name, version, intended use, licence, the libraries with their versions, the model in use,
/// and what holds the processes that read files, which is looked at when the window opens. The text
/// can be selected and copied.
class AboutWindow final : public QDialog
{
    Q_OBJECT
public:
    /// `model` may be nullptr: none is loaded.
    explicit AboutWindow(const ModelManifest* model = nullptr, QWidget* parent = nullptr);

    /// The text that Copy puts on the clipboard, for a report of a problem.
    [[nodiscard]] QString text() const;

private:
    QLabel* addRow(QGridLayout& grid, const QString& name, const QString& value);
    /// Its text is wrapped, so that its height follows from its width.
    void makeRoom(int wide);

    std::vector<std::pair<QString, QLabel*>> m_rows; ///< their names, and what is shown of them
    NewestWins m_look;
};

} // namespace ccad
