// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/measurement.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <vector>

namespace ccad {

/// What the user adds to the studies: measurements and a comment each. Kept as long as the program
/// runs, also of studies that were closed, so that nothing is lost when one is opened again.
class StudyNotes final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Made when first asked for; lives as long as this object.
    [[nodiscard]] MeasurementList& measurements(const QString& path);
    /// Empty for a study without.
    [[nodiscard]] std::vector<Measurement> measured(const QString& path) const;
    [[nodiscard]] QString comment(const QString& path) const { return m_comments.value(path); }
    void setComment(const QString& path, const QString& comment);

Q_SIGNALS:
    void changed(const QString& path);

private:
    QHash<QString, MeasurementList*> m_measurements; ///< owned as children
    QHash<QString, QString> m_comments;
};

} // namespace ccad
