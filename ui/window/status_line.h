// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/image_canvas.h"

#include <QStatusBar>

#include <optional>

class QLabel;

namespace ccad {

/// File name, window and level, zoom, and the pixel under the pointer.
class StatusLine final : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusLine(const ImageCanvas& canvas, QWidget* parent = nullptr);

    void setFile(const QString& path);
    /// The words about the intended use, for when the panel that says them is folded.
    void setIntendedUseShown(bool shown);

private:
    QLabel* addField(const QString& name, const QString& widest);
    void showVoi(const ImageCanvas& canvas);
    void showZoom(const ImageCanvas& canvas);
    void showReadout(const std::optional<PixelReadout>& readout);

    QLabel* m_file;
    QLabel* m_intendedUse;
    QLabel* m_pixel;
    QLabel* m_voi;
    QLabel* m_zoom;
};

} // namespace ccad
