{{ in_force('training_base') }}
