// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/measurement.h"

#include <QObject>
#include <QPointer>
#include <QSizeF>

#include <optional>
#include <vector>

namespace ccad {

/// What the left button of the mouse is for.
enum class Tool
{
    Navigate,
    Length,
    Angle
};

/// How measurements are drawn, chosen, moved and deleted, without regard to any widget: all points
/// are points of the picture, and stay within it. `reach` is how near counts, in picture pixels.
///
/// A length is press, drag and release, or two clicks; an angle is three clicks, its vertex in the
/// middle, or a drag and a click. Whatever the tool, a press on a handle of a measurement drags
/// that handle, and without a tool a press on its line moves it as a whole.
class MeasureTool final : public QObject
{
    Q_OBJECT
public:
    explicit MeasureTool(QObject* parent = nullptr);

    void setList(MeasurementList* list); ///< not owned; nullptr: nothing can be measured
    void setPictureSize(QSizeF size); ///< also drops what is unfinished
    void setTool(Tool tool);
    [[nodiscard]] Tool tool() const { return m_tool; }
    [[nodiscard]] int selected() const { return m_selected; } ///< index in the list, or -1

    /// True when the press is for the measurements; moves and the release belong to them then.
    bool press(QPointF point, double reach);
    void move(QPointF point);
    void release(QPointF point, double reach);
    /// Sets a point of a new measurement: a click, or Enter. False without a tool or a list.
    bool setPoint(QPointF point);
    /// Whether a press there would take hold of a measurement.
    [[nodiscard]] bool isOnMeasurement(QPointF point, double reach) const;

    /// Drops what is unfinished, else the tool, else the selection. False when there was none.
    bool cancel();
    void selectNext();
    bool removeSelected();

    /// The list, with what is being dragged where it is now.
    [[nodiscard]] std::vector<Measurement> shown() const;
    /// Its last point follows the pointer.
    [[nodiscard]] std::optional<Measurement> unfinished() const;

Q_SIGNALS:
    void changed(); ///< what is to be seen
    void toolChanged(ccad::Tool tool);
    void selectionChanged(int index);

private:
    /// A handle of a measurement, or (-1) the whole of it.
    struct Hold
    {
        int index = -1;
        int handle = -1;
    };

    [[nodiscard]] const std::vector<Measurement>& all() const;
    [[nodiscard]] std::optional<Hold> holdAt(QPointF point, double reach) const;
    [[nodiscard]] QPointF within(QPointF point) const;
    [[nodiscard]] Measurement dragged() const;
    void select(int index);
    void onListChanged();

    QPointer<MeasurementList> m_list;
    QSizeF m_size;
    Tool m_tool = Tool::Navigate;
    int m_selected = -1;
    std::vector<QPointF> m_points; ///< set so far of a new measurement
    std::optional<Hold> m_hold;
    QPointF m_pressed;
    QPointF m_pointer;
};

} // namespace ccad
