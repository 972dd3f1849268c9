// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/image_canvas.h"

#include <QMap>
#include <QStatusBar>

#include <optional>

class QLabel;

namespace ccad {

/// Shows file name, window and level, zoom, and the pixel under the pointer; in every place also
/// what runs in the background.
class StatusLine final : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    /// Shows window, zoom and pixel of that canvas from now on, and of no other.
    void follow(const ImageCanvas& canvas);
    /// Sets the name of the file on screen, and where it lies; each may be empty.
    void setFile(const QString& name, const QString& path);
    /// Shows the words about the intended use, for when the panel that says them is folded.
    void setIntendedUseShown(bool shown);

    /// Shows all that belongs to the radiograph; only in Review.
    void setViewerShown(bool shown);
    /// Shows a sentence on the job of that owner, beside the sentences of others; empty: none runs.
    void setJob(const QObject* owner, const QString& sentence);

private:
    QLabel* addField(const QString& name, const QString& widest);
    void showVoi(const ImageCanvas& canvas);
    void showZoom(const ImageCanvas& canvas);
    void showReadout(const std::optional<PixelReadout>& readout);

    QList<QMetaObject::Connection> m_connections;
    QLabel* m_file;
    QLabel* m_job;
    QMap<const QObject*, QString> m_jobs;
    QLabel* m_intendedUse;
    QLabel* m_pixel;
    QLabel* m_voi;
    QLabel* m_zoom;
};

} // namespace ccad
