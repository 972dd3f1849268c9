// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/worklist/journal.h"
#include "ui/jobs/newest_wins.h"

#include <QList>
#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace ccad {

/// Says which rows are copied as training images, and under which class.
struct TrainingSend
{
    QString journal;
    QList<qint64> numbers; ///< rows; rows of which the reader did not say enough are left out
    /// Class of the rows that the reader disagreed with; empty: only the rows that the reader
    /// agreed with are sent, under the model's class.
    QString corrected;
    QString dataset; ///< folder
};

/// Belongs on a worker. Returns sentences on what was copied. Errors: those of exportForTraining().
[[nodiscard]] Result<QString> sendToTraining(const TrainingSend& send, const CancelToken& cancel);

/// Sends rows that the reader looked at to a folder of training images: asks which class and where
/// to, and copies on a worker.
class TrainingSender final : public QObject
{
    Q_OBJECT
public:
    struct Source
    {
        QString journal;
        QList<qint64> numbers; ///< the chosen rows
    };

    TrainingSender(std::function<Source()> source, QWidget* parent);

    /// Makes menu entries for the classes of that job.
    void setJob(const ScreeningJob& job);
    [[nodiscard]] QMenu& menu() { return *m_menu; }
    /// Copies the chosen rows at once.
    void send(const QString& corrected, const QString& dataset);

Q_SIGNALS:
    void sent(const QString& sentence);
    void failed(const ccad::Error& error);

private:
    void chooseFolder(const QString& corrected);

    std::function<Source()> m_source;
    QWidget* m_window;
    QMenu* m_menu;
    NewestWins m_sending;
};

} // namespace ccad
