// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/measure_tool.h"

#include <QLineF>

#include <algorithm>

namespace ccad {

namespace {

double distanceToLine(QPointF point, QPointF from, QPointF to)
{
    const QPointF along = to - from;
    const double squared = QPointF::dotProduct(along, along);
    if (squared == 0)
        return QLineF(point, from).length();
    const double at = std::clamp(QPointF::dotProduct(point - from, along) / squared, 0.0, 1.0);
    return QLineF(point, from + along * at).length();
}

Measurement::Kind kindOf(Tool tool)
{
    return tool == Tool::Angle ? Measurement::Kind::Angle : Measurement::Kind::Length;
}

} // namespace

MeasureTool::MeasureTool(QObject* parent) : QObject(parent) { }

void MeasureTool::setList(MeasurementList* list)
{
    if (m_list == list)
        return;
    if (m_list)
        m_list->disconnect(this);
    m_list = list;
    m_hold.reset();
    m_points.clear();
    select(-1);
    if (list) {
        connect(list, &MeasurementList::changed, this, &MeasureTool::onListChanged);
        connect(list, &QObject::destroyed, this, &MeasureTool::onListChanged);
    }
    Q_EMIT changed();
}

const std::vector<Measurement>& MeasureTool::all() const
{
    static const std::vector<Measurement> none;
    const MeasurementList* list = m_list.data();
    return list ? list->all() : none;
}

void MeasureTool::setPictureSize(QSizeF size)
{
    m_size = size;
    m_hold.reset();
    m_points.clear();
    select(-1);
    Q_EMIT changed();
}

void MeasureTool::setTool(Tool tool)
{
    if (m_tool == tool)
        return;
    m_tool = tool;
    m_points.clear();
    Q_EMIT toolChanged(tool);
    Q_EMIT changed();
}

QPointF MeasureTool::within(QPointF point) const
{
    return {std::clamp(point.x(), 0.0, m_size.width()),
            std::clamp(point.y(), 0.0, m_size.height())};
}

bool MeasureTool::press(QPointF point, double reach)
{
    if (!m_list)
        return false;
    m_pressed = m_pointer = point;
    if (m_points.empty()) {
        m_hold = holdAt(point, reach);
        if (m_hold) {
            select(m_hold->index);
            return true;
        }
        select(-1);
    }
    return setPoint(point);
}

void MeasureTool::move(QPointF point)
{
    if (m_hold || !m_points.empty()) {
        m_pointer = point;
        Q_EMIT changed();
    }
}

void MeasureTool::release(QPointF point, double reach)
{
    m_pointer = point;
    if (m_hold) {
        const int index = m_hold->index;
        const Measurement moved = dragged();
        m_hold.reset();
        if (QLineF(m_pressed, point).length() > 0)
            m_list->replace(index, moved);
        Q_EMIT changed();
        return;
    }
    // A drag sets both its ends; a click only the one that the press has set already.
    if (!m_points.empty() && QLineF(m_pressed, point).length() > reach / 2)
        setPoint(point);
}

bool MeasureTool::setPoint(QPointF point)
{
    if (!m_list || m_tool == Tool::Navigate || m_size.isEmpty())
        return false;
    const QPointF inside = within(point);
    m_pointer = point;
    if (!m_points.empty() && m_points.back() == inside)
        return true;
    m_points.push_back(inside);
    const Measurement measurement{kindOf(m_tool), m_points};
    if (int(m_points.size()) == pointsOf(measurement.kind)) {
        m_points.clear();
        m_list->add(measurement);
        select(int(all().size()) - 1);
    }
    Q_EMIT changed();
    return true;
}

std::optional<MeasureTool::Hold> MeasureTool::holdAt(QPointF point, double reach) const
{
    std::optional<Hold> nearest;
    double distance = reach;
    for (int index = 0; index < int(all().size()); ++index) {
        const auto& points = all()[size_t(index)].points;
        for (int handle = 0; handle < int(points.size()); ++handle) {
            const double away = QLineF(point, points[size_t(handle)]).length();
            if (away <= distance) {
                distance = away;
                nearest = Hold{index, handle};
            }
        }
    }
    // With a tool chosen a new measurement may well begin on the line of another.
    if (nearest || m_tool != Tool::Navigate)
        return nearest;
    for (int index = 0; index < int(all().size()); ++index) {
        const auto& points = all()[size_t(index)].points;
        for (size_t i = 0; i + 1 < points.size(); ++i)
            if (distanceToLine(point, points[i], points[i + 1]) <= reach / 2)
                return Hold{index, -1};
    }
    return std::nullopt;
}

bool MeasureTool::isOnMeasurement(QPointF point, double reach) const
{
    return m_points.empty() && holdAt(point, reach).has_value();
}

bool MeasureTool::cancel()
{
    if (m_hold || !m_points.empty()) {
        m_hold.reset();
        m_points.clear();
    } else if (m_tool != Tool::Navigate) {
        setTool(Tool::Navigate);
    } else if (m_selected >= 0) {
        select(-1);
    } else {
        return false;
    }
    Q_EMIT changed();
    return true;
}

void MeasureTool::select(int index)
{
    if (m_selected == index)
        return;
    m_selected = index;
    Q_EMIT selectionChanged(index);
    Q_EMIT changed();
}

void MeasureTool::selectNext()
{
    if (!all().empty())
        select((m_selected + 1) % int(all().size()));
}

bool MeasureTool::removeSelected()
{
    if (!m_list || m_selected < 0)
        return false;
    const int index = m_selected;
    m_hold.reset();
    select(-1);
    m_list->remove(index);
    return true;
}

void MeasureTool::onListChanged()
{
    m_hold.reset();
    if (m_selected >= int(all().size()))
        select(-1);
    Q_EMIT changed();
}

Measurement MeasureTool::dragged() const
{
    Measurement measurement = all().at(size_t(m_hold->index));
    if (m_hold->handle >= 0) {
        measurement.points.at(size_t(m_hold->handle)) = within(m_pointer);
        return measurement;
    }
    // The measurement stops at the edge as a whole instead of being squeezed.
    QPointF step = m_pointer - m_pressed;
    for (const QPointF point : measurement.points)
        step = within(point + step) - point;
    for (QPointF& point : measurement.points)
        point += step;
    return measurement;
}

std::vector<Measurement> MeasureTool::shown() const
{
    auto shown = all();
    if (m_hold)
        shown.at(size_t(m_hold->index)) = dragged();
    return shown;
}

std::optional<Measurement> MeasureTool::unfinished() const
{
    if (m_points.empty())
        return std::nullopt;
    Measurement measurement{kindOf(m_tool), m_points};
    measurement.points.push_back(within(m_pointer));
    return measurement;
}

} // namespace ccad
