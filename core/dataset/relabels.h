// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset.h"

#include <QString>

#include <map>

namespace ccad {

/// Corrections of labels, kept beside a data set in "ccad-labels.csv" (file, label; files relative
/// to it) and applied by readDataset. The images and the manifest stay as they are.
class Relabels
{
public:
    /// `datasetPath` as given to readDataset. A missing file is an empty set. Errors: FileBroken,
    /// FileUnreadable.
    [[nodiscard]] static Result<Relabels> load(const QString& datasetPath);

    /// The corrected class of an absolute file path, or empty.
    [[nodiscard]] QString labelOf(const QString& file) const;
    /// An empty class name takes the correction back.
    void set(const QString& file, const QString& className);
    [[nodiscard]] int count() const { return static_cast<int>(m_labels.size()); }

    /// Error: WriteFailed, which leaves the file as it was.
    [[nodiscard]] Result<void> save() const;

private:
    QString m_root; ///< folder that files are relative to
    std::map<QString, QString> m_labels; ///< relative path -> class name
};

} // namespace ccad
