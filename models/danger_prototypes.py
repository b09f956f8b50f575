"""What people in danger say, as sentences whose meaning a story is held against."""

import numpy as np

from models.arrays import Floats, Singles

VERSION = "meaning-1"
SHARPNESS, MIDDLE, LESS = 14.0, 0.155, 0.75

# By the kinds of narratives.danger_rules; invented, a few of each.
NEAR: dict[str, tuple[str, ...]] = {
    "self-harm": (
        "I want to die.",
        "I am thinking of killing myself.",
        "I cut myself because it helps.",
        "I took an overdose and did not tell anybody.",
        "I cannot go on and I have made plans to end my life.",
        "He said goodbye to everybody and I think he will take his own life.",
        "Everybody would be better off if I was not here.",
        "I have lost all hope and do not want to live any longer.",
    ),
    "violence-at-home": (
        "My husband hits me and I am afraid of him.",
        "My partner controls my money, my phone and whom I see.",
        "He tried to strangle me.",
        "She attacks me at home and nobody believes a man.",
        "I am scared to go home because of what he will do.",
        "My ex stalks me and has threatened me.",
        "My family forces me to marry a man abroad.",
        "He raped me.",
    ),
    "child-at-risk": (
        "A child is being beaten at home.",
        "Small children are left alone at night without food.",
        "A man touches me and I am still a child.",
        "An adult is grooming a young girl with messages and presents.",
        "A boy has bruises and is afraid of his father.",
        "Gangs use children to carry drugs.",
        "The baby is neglected, dirty and hungry.",
    ),
    "abuse-in-care": (
        "A carer hit an old woman in the care home.",
        "Staff leave residents lying in their own urine.",
        "The nurse is cruel and rough with patients.",
        "My mother has bruises and bed sores from the care home.",
        "A carer steals money from the old person she looks after.",
        "An officer beats prisoners where there is no camera.",
        "A member of staff sexually abuses people in his care.",
    ),
    "threat-to-others": (
        "I am going to kill him.",
        "He carries a knife and says he will stab somebody.",
        "They threatened to hurt my family if I do not pay.",
        "He has a gun and plans to attack people at work.",
        "They want to burn the house down with people in it.",
        "The voices tell him to hurt people.",
        "Gang members came with weapons.",
    ),
    "exploitation": (
        "They took my passport and I have to work without pay.",
        "I am forced to have sex with men for money.",
        "Drug dealers have taken over my flat and I am afraid of them.",
        "We are locked in and must work off our debt to the man who brought us here.",
        "They force me to sell drugs and threaten me.",
        "A woman is held in a house as a servant and never goes out.",
    ),
    "urgent-need": (
        "I have no medicine left and I am seriously ill.",
        "I sleep outside in the cold and I am sick.",
        "An old man has not been seen for days and may be dead.",
        "We have no food and the children are hungry.",
        "She has collapsed and nobody helps her.",
    ),
}
FAR = (
    "The waiting time was too long.",
    "The staff were friendly and helped me.",
    "The website does not work.",
    "I am worried about money, and the adviser made a plan with me.",
    "We had a good time with the children.",
    "I was angry about the letter from the council.",
    "The doctor explained the treatment well.",
    "My father died after a long illness and the nurses were kind.",
    "Years ago I was in a dark place, and today I am well and help others.",
    "We learnt about abuse and suicide in a training course.",
    "The film was about a murder.",
    "Our team lost the match.",
    "My work is hard and the hours are long.",
    "The bus was late and it was cold.",
    "I hurt my knee when I ran.",
    "The flat needs repairs.",
    "The meeting was boring and nobody listened.",
    "My neighbours are loud at night.",
    "The police came to our school to talk about safety.",
    "The carers are gentle with my mother.",
    "My passport came by post.",
    "The children played in the park.",
    "That joke nearly killed me.",
    "I was nervous before the interview.",
)


def closeness(vectors: Singles, near: Singles, far: Singles) -> Floats:
    """How much nearer each text is to what is told in danger than to what is told otherwise.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        Unit vectors of texts; a zero row is a text without words.
    near, far : ndarray of shape (p, d), (q, d)
        Unit vectors of sentences about danger, and about something else.

    Returns
    -------
    ndarray of shape (n, p)
        For each text and sentence of danger a score in (0, 1): the logistic of the cosine to the sentence less three
        quarters of the largest cosine to any of the others, around a middle tuned on sentences apart from those that
        recall is measured on (docs/models/danger.md). It ranks, and is no probability.
    """
    beside = (vectors @ far.T).max(axis=1, keepdims=True)
    margin = (vectors @ near.T).astype(np.float64) - LESS * np.maximum(beside, 0.0)
    scores: Floats = 1.0 / (1.0 + np.exp(-SHARPNESS * (margin - MIDDLE)))
    return scores
