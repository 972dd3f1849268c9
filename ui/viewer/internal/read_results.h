// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/read_object.h"
#include "ui/jobs/newest_wins.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace ccad {

/// An object that was opened beside the films.
struct OpenedObject
{
    QString path;
    std::shared_ptr<const results::ReadObject> object; ///< never null
};

/// The reports, presentation states and maps that are open, read off the GUI thread in the order in
/// which they were opened.
class ReadResults final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Returns at once; each of them is either added or failed.
    void add(const QStringList& paths);
    void remove(const QString& path);
    void clear();

    [[nodiscard]] const std::vector<OpenedObject>& all() const { return m_all; }
    /// Of these and of what waits to be read, in the order of opening.
    [[nodiscard]] QStringList paths() const;
    [[nodiscard]] bool isReading() const { return m_reading.isBusy(); }

Q_SIGNALS:
    void added(const QString& path);
    void removed();
    void failed(const QString& path, const ccad::Error& error);

private:
    void readNext();
    void take(const QString& path, Result<results::ReadObject> read);

    std::vector<OpenedObject> m_all;
    QStringList m_waiting; ///< the first of them is being read
    NewestWins m_reading;
};

} // namespace ccad
