// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <optional>

namespace ccad {

/// One class of a finding: its name in words, its probability as a number and as a bar. The class
/// that the threshold is about is orange with a diamond, the others blue with a disc, so that
/// colour is not the only signal.
class ProbabilityBar final : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        QString title;
        double probability = 0; ///< 0..1
        bool isLabel = false; ///< the most probable one
        std::optional<double> threshold; ///< only of the positive class
    };

    explicit ProbabilityBar(QWidget* parent = nullptr);

    void setContent(const Content& content);
    [[nodiscard]] const Content& content() const { return m_content; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont titleFont() const;
    void paintMarker(QPainter& painter, QPointF centre) const;
    void paintThreshold(QPainter& painter, const QRectF& bar) const;

    Content m_content;
};

/// "72.4 %": one digit, so that neighbours compare, and never "100.0 %" for less than certain.
[[nodiscard]] QString percentText(double fraction);

} // namespace ccad
