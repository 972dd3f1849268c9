// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/csv.h"
#include "core/base/files.h"

#include <QDir>
#include <QHash>

namespace ccad {

/// The manifest.csv of a data set that studies are added to. Columns that CCAD does not write stay
/// as they are.
class TrainingManifest
{
public:
    struct Row
    {
        QString file; ///< relative to the data set
        QString label;
        QString patient;
        QString view;
        QString age;
    };

    /// Error: InvalidArgument when there are files but no manifest.
    [[nodiscard]] static Result<void> checkFolder(const QDir& folder);
    /// Creates folder and manifest when they are not there. Errors: FileBroken, WriteFailed.
    [[nodiscard]] static Result<TrainingManifest> open(const QDir& folder);

    /// The label of the file with that name, in whatever class; empty when there is none.
    [[nodiscard]] QString labelOf(const QString& fileName) const
    {
        return m_labels.value(fileName);
    }
    void add(const Row& row);
    /// Error: WriteFailed.
    [[nodiscard]] Result<void> save();

private:
    QString m_path;
    CsvTable m_table;
    QHash<QString, QString> m_labels; ///< by file name without folder
    bool m_isSaved = true;
};

} // namespace ccad
