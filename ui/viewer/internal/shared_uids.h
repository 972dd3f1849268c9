// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"

#include <QHash>
#include <QStringList>

namespace ccad {

/// Tells which of the files that are open carry the SOP Instance UID of another film, by the rules
/// of a batch. Looks at them off the GUI thread.
class SharedUids final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Returns at once; what was looked at before is not read again.
    void look(const QStringList& paths);
    /// A file with another film of the UID that this one has; empty: none is known.
    [[nodiscard]] QString otherOf(const QString& path) const { return m_found.others.value(path); }

Q_SIGNALS:
    void changed();

private:
    struct Found
    {
        QHash<QString, QString> uids; ///< by path; empty of files without one
        QHash<QString, QString> others; ///< by path
    };

    [[nodiscard]] static Found lookAt(const QStringList& paths, QHash<QString, QString> uids,
                                      const CancelToken& cancel);

    Found m_found;
    NewestWins m_looking;
};

} // namespace ccad
