// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

namespace ccad {

/// One step of several: its number, its title, and one line on how it stands.
class StepButton final : public QAbstractButton
{
    Q_OBJECT
public:
    StepButton(int number, const QString& title, QWidget* parent = nullptr);

    /// `line` is cut where it does not fit; the tool tip shows all of it.
    void setState(const QString& line, bool isDone);
    [[nodiscard]] QString line() const { return m_line; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void paintNumber(QPainter& painter, const QRectF& disc) const;

    int m_number;
    QString m_line;
    bool m_isDone = false;
};

/// The steps in a row, all in sight; a step that cannot be taken yet says why.
class Stepper final : public QWidget
{
    Q_OBJECT
public:
    explicit Stepper(const QStringList& titles, QWidget* parent = nullptr);

    void setState(int step, const QString& line, bool isDone);
    /// Shows `reason` in place of the line.
    void setDisabled(int step, const QString& reason);
    void setCurrent(int step);
    [[nodiscard]] int current() const;
    [[nodiscard]] StepButton& button(int step) const { return *m_buttons.at(size_t(step)); }

Q_SIGNALS:
    void chosen(int step); ///< the user chose a step

private:
    std::vector<StepButton*> m_buttons;
};

} // namespace ccad
