// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QThreadPool>

namespace ccad {

/// Small pictures of image files, read in the background as the viewer reads them, the last asked
/// for first, and kept in memory for a while. The destructor cancels and waits.
class Thumbnails final : public QObject
{
    Q_OBJECT
public:
    /// Neither side of a thumbnail is longer than `pixels`; `kept` of them stay in memory.
    Thumbnails(int pixels, int kept, QObject* parent = nullptr);
    ~Thumbnails() override;

    /// The thumbnail if it is known by now. If it is null, ready() follows, even when the file
    /// cannot be read.
    [[nodiscard]] QImage get(const QString& file);
    /// True if the file could not be read.
    [[nodiscard]] bool failed(const QString& file) const { return m_failed.contains(file); }
    /// Forgets the files that wait to be read.
    void cancel();
    /// While paused, leaves the cores to more urgent work; goes on where it stopped.
    void setPaused(bool paused);

Q_SIGNALS:
    void ready(const QString& file);

private:
    void readNext();
    void keep(const QString& file, const QImage& image);

    int m_pixels;
    QCache<QString, QImage> m_images;
    QStringList m_waiting; ///< the last one is read next
    QString m_reading; ///< empty: nothing
    QSet<QString> m_failed;
    bool m_paused = false;
    QThreadPool m_pool;
    CancelToken m_token;
};

} // namespace ccad
